package dev.synctrail.web.rest;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Collection;

/** Writes answers that are a plain list, each element as {@link AnswerWriter} does. */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class AnswerListWriter implements MessageBodyWriter<Collection<?>> {

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return Collection.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      Collection<?> answers,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    AnswerWriter.write(answers, headers, out);
  }
}
