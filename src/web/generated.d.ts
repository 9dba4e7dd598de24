/**
 * What src/web/build.ts writes, and the one library entry that comes without types. Written by hand, because the generated
 * file is not there before the first build.
 */
declare module '*/generated/site.js' {
  export const assets: import('./render.ts').Assets;
  export const views: import('./render.ts').CompiledViews;
}

declare module 'nunjucks/browser/nunjucks-slim.js' {
  const slim: Pick<typeof import('nunjucks'), 'Environment' | 'PrecompiledLoader'>;
  export default slim;
}
