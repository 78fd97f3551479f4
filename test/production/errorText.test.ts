import { describe, expect, it } from "vitest";
import { ContangoError } from "../../src/errors/contangoError.js";
import { errorAbout, errorInFull, errorText } from "../../src/production/errorText.js";

const down = new ContangoError("BROKER_DISCONNECTED", "broker", "the link is down;\n  wait");

const withStack = (...frames: readonly string[]): Error =>
  Object.assign(new TypeError("x is not\na function"), {
    stack: ["TypeError: x is not", "a function", ...frames.map((frame) => `    at ${frame}`)].join("\n"),
  });

describe("an error in one line", () => {
  it.each([
    ["of contango is what it says", down, "the link is down; wait"],
    [
      "has its name and first place",
      withStack("rule (/home/me/trading/rules.ts:12:5)", "b (/c/d.js:1:2)"),
      "TypeError: x is not a function (at trading/rules.ts:12)",
    ],
    [
      "has that of an unnamed function",
      withStack("file:///home/me/trading/rules.ts:12:5"),
      "TypeError: x is not a function (at trading/rules.ts:12)",
    ],
    [
      "has that on Windows",
      withStack("async rule (C:\\trading\\src\\rules.ts:7:15)"),
      "TypeError: x is not a function (at src\\rules.ts:7)",
    ],
    [
      "passes over what is no file",
      withStack("JSON.parse (<anonymous>)", "read (/a/b.js:3:4)"),
      "TypeError: x is not a function (at a/b.js:3)",
    ],
    ["has no place where there is none", withStack(), "TypeError: x is not a function"],
    ["may have no stack", Object.assign(new Error("gone"), { stack: undefined }), "Error: gone"],
    ["may be none", "thrown\ntext", "thrown text"],
    ["may be nothing", undefined, "undefined"],
  ])("%s", (_, error, text) => {
    expect(errorText(error)).toBe(text);
  });
});

it("a log is told the stack, and of an error of contango its code", () => {
  const error = withStack("rule (/home/me/trading/rules.ts:12:5)");
  expect(errorInFull(error)).toBe(error.stack);
  expect(errorAbout("CORN", error)).toBe(`CORN: ${error.stack}`);
  expect(errorAbout("CORN", down)).toMatchObject({
    code: "BROKER_DISCONNECTED",
    message: expect.stringContaining("CORN: the link is down; wait"),
  });
});
