import type { Readable, Writable } from "node:stream";
import { isContangoError } from "../../errors/contangoError.js";
import { withDefault, yesOrNo } from "../linePrompter.js";
import { cancelled, problemText } from "../problems.js";
import type { AskOptions, Prompter } from "../prompter.js";
import type { Clack } from "./loadClack.js";

interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

/** Asks in a terminal, through `@clack/prompts`; wrong answers stay to be edited, with what is wrong below. */
export function clackPrompter(load: () => Promise<Clack>, streams: Streams): Prompter {
  const answer = async <Answer>(
    question: string,
    ask: (clack: Clack, common: ClackOptions) => Promise<Answer | symbol>,
  ): Promise<Answer> => {
    const clack = await load();
    const given = await untilEnd(streams, (signal) => ask(clack, { ...clackStreams(streams), signal }));
    if (typeof given === "symbol") throw cancelled(question);
    return given;
  };
  const ask = async <Value>(
    question: string,
    { parse, default: usual }: AskOptions<Value>,
  ): Promise<Value> => {
    let found: { readonly value: Value } | { readonly error: unknown } | undefined;
    const validate = (typed: string | undefined): string | undefined => {
      try {
        found = { value: parse(typed || (usual ?? "")) };
      } catch (error) {
        if (isContangoError(error) && error.code !== "PROMPT_CANCELLED") return problemText(error);
        found = { error };
      }
      return undefined;
    };
    const message = withDefault(question, usual);
    await answer(question, (clack, common) => clack.text({ ...common, message, validate }));
    if (found === undefined) throw cancelled(question);
    if ("error" in found) throw found.error;
    return found.value;
  };
  return {
    show: (text) => {
      streams.output.write(`${text}\n`);
    },
    ask,
    choose: async (question, choices, { default: usual } = {}) => {
      const options = choices.map(({ label, hint }, value) => ({
        value,
        label,
        ...(hint === undefined ? {} : { hint }),
      }));
      const initialValue = Math.max(
        0,
        choices.findIndex(({ value }) => value === usual),
      );
      const place = await answer<number>(question, (clack, common) =>
        clack.select({ ...common, message: question, options, initialValue }),
      );
      return choices[place]!.value;
    },
    confirm: (question, { default: usual } = {}) =>
      usual === undefined
        ? ask(`${question} (y/n)`, { parse: (typed) => yesOrNo(typed) })
        : answer<boolean>(question, (clack, common) =>
            clack.confirm({ ...common, message: question, initialValue: usual }),
          ),
  };
}

interface ClackOptions extends Streams {
  readonly signal: AbortSignal;
  readonly withGuide: boolean;
}

const clackStreams = ({ input, output }: Streams) => ({ input, output, withGuide: false });

/** Aborts the signal where the input ends or the person types Ctrl-D, which the package would wait through. */
async function untilEnd<T>({ input }: Streams, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const onKey = (_: string, key?: { readonly name?: string; readonly ctrl?: boolean }): void => {
    if (key?.ctrl && key.name === "d") end();
  };
  if (input.readableEnded || input.destroyed) end();
  input.on("keypress", onKey).once("end", end).once("close", end);
  try {
    return await work(ended.signal);
  } finally {
    input.off("keypress", onKey).off("end", end).off("close", end);
  }
}
