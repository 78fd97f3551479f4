import { describe, expect, it } from "vitest";
import { redactor } from "../../src/config/redact.js";

describe("a redactor", () => {
  const { text, values } = redactor(["hunter2", "p@ss w/ord", "", "abc", "hunter2extended"]);

  it("masks known secrets, also as they stand in a URI, in JSON or in base 64", () => {
    expect(text("the password hunter2 was refused")).toBe("the password (secret) was refused");
    expect(text("xhunter2y")).toBe("x(secret)y");
    expect(text("hunter2extended")).toBe("(secret)");
    expect(text("sent p%40ss%20w%2Ford")).toBe("sent (secret)");
    expect(text(Buffer.from("p@ss w/ord").toString("base64"))).toBe("(secret)");
    expect(redactor(['quo"te\\']).text(JSON.stringify({ said: 'quo"te\\' }))).toBe('{"said":"(secret)"}');
  });

  it("masks a short secret only where it is a word", () => {
    expect(text("abc, abcd, xabc (abc)")).toBe("(secret), abcd, xabc ((secret))");
  });

  it("masks what it does not know, by its name or place", () => {
    const plain = redactor([]).text;
    expect(plain("email_pwd: swordfish, next")).toBe("email_pwd: (secret), next");
    expect(plain('{"barchart_key":"sword fish","a":1}')).toBe('{"barchart_key":(secret),"a":1}');
    expect(plain("password=swordfish;")).toBe("password=(secret);");
    expect(plain("mongodb://desk:swordfish@db/x failed")).toBe("mongodb://(secret)@db/x failed");
  });

  it("leaves alone what is no secret", () => {
    const harmless = "CORN/20241200: no bars; key: CORN, level=3, at 12:30 (type: daily)";
    expect(text(harmless)).toBe(harmless);
  });

  it("changes nothing the second time", () => {
    const once = text("email_pwd: swordfish hunter2 //a:b@c token=(x)");
    expect(text(once)).toBe(once);
  });

  it("takes known secrets only out of HTML", () => {
    const page = '<script src="//a"></script><style>@media{a:b}</style>password: x <b>hunter2</b>';
    expect(values(page)).toBe(page.replace("hunter2", "(secret)"));
  });

  it("is quick with long text", () => {
    const start = performance.now();
    text(`${"a-".repeat(50_000)} ${"'".repeat(50_000)} ${"key:".repeat(20_000)}`);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("takes a secret that is half a character", () => {
    expect(redactor(["abcd\ud800"]).text("abcd\ud800!")).toBe("(secret)!");
  });
});
