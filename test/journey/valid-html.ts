/** What is wrong with a document's HTML, but for what GOV.UK Frontend's own markup does otherwise. */
import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    'no-trailing-whitespace': 'off', // layout of the source, not of the document
    'long-title': 'off', // a page's title says where one is, and a trial's title is given
    'prefer-native-element': ['error', { exclude: ['button'] }], // a link in the shape of a button, as the button macro writes it
    'no-redundant-role': 'off', // the date input's own markup: a fieldset with the role of a group
    'require-sri': 'off', // everything comes from this very origin
  },
});

/** One message for each fault; none of a valid document. */
export async function htmlFaults(document: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(document);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}
