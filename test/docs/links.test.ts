/** Every relative link of the pages leads to a file that is there, and to a heading that it has. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const guides = readdirSync(`${root}docs`).filter((name) => name.endsWith(".md"));
const pages = ["README.md", "CONTRIBUTING.md", ...guides.map((name) => `docs/${name}`)];

/** The text of a page without its code. */
const prose = (path: string): string => readFileSync(path, "utf8").replace(/^```.*?^```$/gms, "");

/** Headings as they are linked to. */
const anchors = (path: string): string[] =>
  [...prose(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

function brokenLinks(page: string): string[] {
  const links = [...prose(page).matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? page : resolve(dirname(page), file);
    return !existsSync(target) || (anchor !== undefined && !anchors(target).includes(anchor));
  });
}

it.each(pages)("%s has no broken link", (page) => {
  expect(brokenLinks(root + page)).toEqual([]);
});
