/** One of several answers. */
export interface Choice<Value> {
  readonly value: Value;
  /** What the person reads. */
  readonly label: string;
  /** A few words more. */
  readonly hint?: string;
}

export interface AskOptions<Value> {
  /**
   * What the text means. A `ContangoError` that it throws is shown, and the question asked again.
   */
  readonly parse: (answer: string) => Value;
  /** The text that an empty answer stands for; it is shown, and parsed like any other. */
  readonly default?: string;
}

/**
 * Asks a person. Wrong answers are never given back: the question is repeated.
 *
 * @throws ContangoError `PROMPT_CANCELLED` where the person breaks off (or, scripted, has no more answers), from every
 * method that asks.
 */
export interface Prompter {
  show(text: string): void;
  ask<Value>(question: string, options: AskOptions<Value>): Promise<Value>;
  choose<Value>(
    question: string,
    choices: readonly Choice<Value>[],
    options?: { readonly default?: Value },
  ): Promise<Value>;
  /** Yes or no; without a default one of them has to be said. */
  confirm(question: string, options?: { readonly default?: boolean }): Promise<boolean>;
  close?(): Promise<void>;
}
