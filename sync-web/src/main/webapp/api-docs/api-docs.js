/* The document is the server's, at its root, also when the application is below a context path. */
SwaggerUIBundle({
  url: "/openapi?format=JSON",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  validatorUrl: null
});
