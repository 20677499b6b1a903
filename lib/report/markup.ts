import { visibleText } from './markdown.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Returns `value` as text of HTML or XML, also within quotes: one line, without controls. */
export function escapeMarkup(value: string): string {
  return visibleText(value).replaceAll(/[&<>"']/g, (one) => ENTITIES[one] ?? '');
}
