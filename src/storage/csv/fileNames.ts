/** The form of a library's symbols and of the file names that pysystemtrade gives them, both without `.csv`. */
export interface NameForm {
  /** The file name of a symbol; `undefined` for a symbol of another form. */
  readonly toName: (symbol: string) => string | undefined;
  /** The symbol of a file name; `undefined` for a name of another form. */
  readonly toSymbol: (name: string) => string | undefined;
}

/** Files are called like their symbols. */
export const SAME_NAMES: NameForm = { toName: () => undefined, toSymbol: () => undefined };

/** Contracts: `CORN#20240300` is `CORN_20240300`, `Day@CORN#20240300` is `Day_CORN_20240300`. */
export const CONTRACT_NAMES: NameForm = {
  toName(symbol) {
    const match = /^(?:(Day|Hour)@)?([^@#]+)#(\d{8})$/.exec(symbol);
    return match?.slice(1).filter(Boolean).join("_");
  },
  toSymbol(name) {
    const match = /^(?:(Day|Hour)_)?([^@#]+)_(\d{8})$/.exec(name);
    if (match === null) return undefined;
    const [, frequency, instrument, contract] = match;
    return `${frequency === undefined ? "" : `${frequency}@`}${instrument}#${contract}`;
  },
};

/**
 * Strategies and instruments: `slow CORN` is `slow_CORN`. A strategy whose name has an underscore is told from the
 * instrument where it is one of those named; else the strategy ends at the first underscore.
 */
export function strategyNames(strategies: readonly string[]): NameForm {
  const longestFirst = strategies
    .flatMap((strategy) => [strategy, `${strategy}-raw`])
    .sort((a, b) => b.length - a.length);
  return {
    toName(symbol) {
      const parts = symbol.split(" ");
      return parts.length === 2 && parts.every((part) => part !== "") ? parts.join("_") : undefined;
    },
    toSymbol(name) {
      const strategy =
        longestFirst.find((known) => name.startsWith(`${known}_`)) ?? /^[^_]+/.exec(name)?.[0] ?? "";
      const instrument = name.slice(strategy.length + 1);
      const fits = strategy !== "" && instrument !== "" && !name.includes(" ");
      return fits ? `${strategy} ${instrument}` : undefined;
    },
  };
}

/** The file name of a symbol: pysystemtrade's where it leads back to the symbol, else the escaped symbol. */
export function fileName(symbol: string, form: NameForm): string {
  const plain = form.toName(symbol);
  if (plain !== undefined && escapeName(plain) === plain && form.toSymbol(plain) === symbol) return plain;
  const escaped = escapeName(symbol);
  // A symbol that looks like the file name of another one gives up one of its characters.
  return form.toSymbol(escaped) === undefined ? escaped : escaped.replaceAll("_", "%5F");
}

/** The symbol that a file of this name holds; `undefined` for a file that holds none. */
export function fileSymbol(file: string, form: NameForm): string | undefined {
  return file.endsWith(".csv") && !file.startsWith(".")
    ? nameSymbol(file.slice(0, -".csv".length), form)
    : undefined;
}

/** The symbol that a file name without `.csv` stands for; `undefined` for a name that no symbol has. */
export function nameSymbol(name: string, form: NameForm): string | undefined {
  const symbol = (name.includes("%") ? undefined : form.toSymbol(name)) ?? unescapeName(name);
  return fileName(symbol, form) === name ? symbol : undefined;
}

/** Everything but what some file system cannot hold in a name. */
const UNSAFE = /["*/:<>?\\|%\p{Cc}\p{Cs}]|^[.~]|^$/gu;

/** A name in which no character is left that a file name cannot hold: `%` and its code in hexadecimal. */
export function escapeName(name: string): string {
  return name.replace(UNSAFE, (text) => {
    if (text === "") return "%";
    const code = text.charCodeAt(0).toString(16).toUpperCase();
    return code.length > 2 ? `%u${code.padStart(4, "0")}` : `%${code.padStart(2, "0")}`;
  });
}

export function unescapeName(name: string): string {
  if (name === "%") return "";
  return name.replace(/%u([0-9A-F]{4})|%([0-9A-F]{2})/g, (_, long?: string, short?: string) =>
    String.fromCharCode(Number.parseInt(long ?? short ?? "", 16)),
  );
}
