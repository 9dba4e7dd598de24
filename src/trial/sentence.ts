/** A reason in somebody's own words, where the protocol contract allows free text: of acts on a trial, never about an attendee. */
import { z } from 'zod';

export const sentenceSchema = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => text.isWellFormed(), 'contains half of a character');
