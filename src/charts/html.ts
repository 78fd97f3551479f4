const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A user's text as HTML, safe between tags and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** Paragraphs of a user's text; nothing where there is none. */
export function paragraphs(text: string | readonly string[] | undefined, className: string): string {
  const texts = text === undefined ? [] : typeof text === "string" ? [text] : text;
  return texts.map((one) => `<p class="${className}">${escapeHtml(one)}</p>`).join("");
}
