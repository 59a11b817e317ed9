// Makes the committed files in src/moothall/design/static/design from npm packages and styles/.
// Run `npm ci && npm run build` in this folder after changing a stylesheet or a version; commit the result.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const target = join(here, "../../src/moothall/design/static/design");
const font = join(packages, "@fontsource-variable/atkinson-hyperlegible-next");
const leaflet = join(packages, "leaflet");

const licence = `/*! Moothall, AGPL-3.0-or-later. Contains govuk-frontend 6.3.0, copyright (c) 2017 Crown Copyright
(Government Digital Service), MIT licence: see licences/govuk-frontend.txt */
`;
const forbidden = /GDS Transport|govuk-logo|govuk-crest|govuk-crown/i;

function copy(from, to) {
  mkdirSync(dirname(join(target, to)), { recursive: true });
  copyFileSync(from, join(target, to));
}

function buildStylesheet(name) {
  const { css } = compile(join(here, `styles/${name}.scss`), {
    loadPaths: [packages],
    style: "compressed",
    quietDeps: true,
    charset: false,
  });
  if (forbidden.test(css)) throw new Error("The stylesheet names something only gov.uk may use.");
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, `${name}.css`), `${licence}${css}\n`);
}

function copyFonts() {
  for (const subset of ["latin", "latin-ext"]) {
    const file = `atkinson-hyperlegible-next-${subset}`;
    copy(join(font, `files/${file}-wght-normal.woff2`), `fonts/${file}.woff2`);
  }
  copy(join(font, "LICENSE"), "fonts/LICENSE");
}

function copyLeaflet() {
  const script = readFileSync(join(leaflet, "dist/leaflet.js"), "utf8");
  mkdirSync(join(target, "leaflet"), { recursive: true });
  writeFileSync(join(target, "leaflet/leaflet.js"), script.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
  const style = readFileSync(join(leaflet, "dist/leaflet.css"), "utf8");
  writeFileSync(join(target, "leaflet/leaflet.css"), style.replace(/url\(images\/[^)]*\)/g, "none"));
  copy(join(leaflet, "LICENSE"), "licences/leaflet.txt");
}

buildStylesheet("moothall");
buildStylesheet("staff");
copyFonts();
copyLeaflet();
