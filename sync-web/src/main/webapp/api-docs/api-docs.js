/* The document is the server's, at its root; the API is beside this page, whatever its context path. */
fetch("/openapi?format=JSON")
  .then(function (answer) {
    return answer.json();
  })
  .then(function (document) {
    document.servers = [{ url: new URL("..", location.href).pathname }];
    SwaggerUIBundle({ spec: document, dom_id: "#api", docExpansion: "list", validatorUrl: null });
  });
