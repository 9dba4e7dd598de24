/** The version that results.json and manifest.json name; a test holds it to package.json. */
export const engineVersion = '0.1.0';
