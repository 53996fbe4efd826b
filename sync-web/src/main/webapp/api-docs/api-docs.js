/* The OpenAPI document is at the root of the server; the API is relative to this page, whatever the context path is. */
fetch("/openapi?format=JSON")
  .then(function (answer) {
    return answer.json();
  })
  .then(function (document) {
    document.servers = [{ url: new URL("..", location.href).pathname }];
    SwaggerUIBundle({ spec: document, dom_id: "#api", docExpansion: "list", validatorUrl: null });
  });
