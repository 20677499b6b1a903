import type { HttpResponse } from '../host/http.ts';

/** Returns the whole body of an answer that was asked for with a limit. */
export async function bodyBytes({ body }: HttpResponse): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
