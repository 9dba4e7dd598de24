/** The name of a variable in a protocol: it becomes the name of a column, so it is held to what every program can read. */
import * as z from 'zod';

export const variableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'must begin with a letter a to z and go on with a to z, 0 to 9 and "_"');
