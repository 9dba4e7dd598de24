/** Holds answers to the OpenAPI document that the service itself serves: every reply of every API test goes through here. */
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Operation = {
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
};
export type Document = { readonly paths: Record<string, Record<string, Operation>>; readonly components?: object };

/** A function that says what is wrong with an answer, or null. */
export function conformance(document: Document) {
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'document', ...document });
  const paths = Object.keys(document.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  return (method: string, path: string, status: number, type: string, body: unknown): string | null => {
    const found = paths.find(({ pattern }) => pattern.test(path.split('?')[0] ?? ''));
    if (found === undefined) return status === 404 ? null : `${path} is not in the document`;
    const operation = document.paths[found.path]?.[method.toLowerCase()];
    if (operation === undefined) return status === 404 ? null : `${method} ${found.path} is not in the document`;
    const contents = operation.responses[String(status)]?.content;
    if (contents === undefined) return `${method} ${found.path} answers ${status}, which the document does not say`;
    const media = type.split(';')[0] ?? '';
    const content = contents[media];
    if (content === undefined)
      return `${method} ${found.path} answers ${status} as ${media}, which the document does not say`;
    const validate = ajv.compile(content.schema);
    return validate(body) ? null : `${method} ${found.path} ${status}: ${ajv.errorsText(validate.errors)}`;
  };
}
