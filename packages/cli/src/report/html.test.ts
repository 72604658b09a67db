import { expect, it } from "vitest";
import { asciiOf, Html, html, jsonIsland } from "./html.ts";

it.for([
  ["<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"],
  ['" onload="x', "&quot; onload=&quot;x"],
  ["it's & so on", "it&#39;s &amp; so on"],
  ["two\nlines\tand\r\nmore", "two lines and more"],
  ["gpj.exe\u202e", "gpj.exe\\u{202e}"],
  ["\0\u001b[31m", "\\u{0}\\u{1b}[31m"],
  ["狐狸 🦊", "狐狸 🦊"],
])("a value cannot change the page: %j", ([given = "", shown = ""]) => {
  expect(html`<p title="${given}">${given}</p>`.text).toBe(`<p title="${shown}">${shown}</p>`);
});

it("joins lists and markup, and leaves out what is not there", () => {
  const items = ["a", "<b>"].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}</ul>${undefined}${false}${3}${new Html("<hr>")}`.text).toBe(
    "<ul><li>a</li><li>&lt;b&gt;</li></ul>3<hr>",
  );
});

it("a page of ASCII only says the same", () => {
  const { text } = html`<p title="→">${"狐狸 🦊"}</p>`;
  expect(asciiOf(text)).toBe('<p title="&#8594;">&#29392;&#29432; &#129418;</p>');
});

it("data in a script element cannot end it", () => {
  const value = { prompt: "</script><!-- \u2028 狐狸 🦊" };
  const { text } = jsonIsland(value);
  expect(text).not.toMatch(/<|\u2028/);
  expect(JSON.parse(text)).toEqual(value);
});
