/** Modules of the pages' scripts alone in a browser: served from a loopback port, their exports together as `window.tried`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';

export type ModulePage = { readonly origin: string; readonly close: () => Promise<void> };

/** @param paths of the modules, from the project's root */
export async function openModules(paths: readonly string[]): Promise<ModulePage> {
  const imports = paths.map((path, at) => `import * as module${at} from './${path}';`).join(' ');
  const all = paths.map((_, at) => `...module${at}`).join(', ');
  const { outputFiles } = await build({
    stdin: {
      contents: `${imports} window.tried = { ${all} };`,
      resolveDir: process.cwd(),
      loader: 'js',
    },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const script = outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/script.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><title>tried</title><script type="module" src="/script.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
