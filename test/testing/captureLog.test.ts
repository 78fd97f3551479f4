import { expect, it } from "vitest";
import { ContangoError, isContangoError } from "../../src/errors/contangoError.js";
import { captureLog } from "../../src/testing/captureLog.js";
import { outbox } from "../../src/testing/outbox.js";

it("a captured log has every entry at once, repeated ones too", async () => {
  const log = captureLog({ clock: { now: () => 1000 }, attributes: { type: "test" }, secrets: ["hunter2"] });
  const child = log.setup({ instrument_code: "CORN" });
  child.warn("no bars");
  child.warn("no bars");
  log.error(new ContangoError("STORE_IO", "x", "hunter2"));
  expect(log.entries).toMatchObject([
    { level: "warn", time: 1000, text: "no bars", attributes: { type: "test", instrument_code: "CORN" } },
    { level: "warn", text: "no bars" },
    { level: "error", text: "[contango] [x] (secret)", code: "STORE_IO" },
  ]);
  expect(log.lines()[0]).toBe("1970-01-01 00:00:01Z warn     no bars (type test, instrument_code CORN)");
  expect(() => log.msg("x", { wrong: 1 } as object)).toThrow(
    expect.toSatisfy((e) => isContangoError(e, "LOG_ATTRIBUTE")),
  );
  await log.flush();
  log.clear();
  await log.close();
  expect(log.entries).toEqual([]);
});

it("an outbox keeps mails, and fails when told to", async () => {
  const box = outbox();
  await box.send({ subject: "a", text: "" });
  box.fail();
  await expect(box.send({ subject: "b", text: "" })).rejects.toThrow(
    expect.toSatisfy((error) => isContangoError(error, "MAIL_FAILED") && error.retryable),
  );
  box.fail(false);
  await box.send({ subject: "c", text: "" });
  expect(box.mails.map(({ subject }) => subject)).toEqual(["a", "c"]);
  box.clear();
  expect(box.mails).toEqual([]);
});
