// Reports colours written outside styles/tokens.css: both themes and the wall take theirs from the tokens.
import { globSync, readFileSync } from 'node:fs'
import { findColourLiterals } from './lint/colours.ts'

const root = new URL('..', import.meta.url).pathname
const files = globSync('src-renderer/**/*.{vue,css}', { cwd: root }).filter((file) => !file.endsWith('styles/tokens.css'))

const found = files.flatMap((file) =>
  findColourLiterals(readFileSync(`${root}${file}`, 'utf8'), file).map(({ line, literal }) => `${file}:${String(line)}  ${literal}`),
)
for (const place of found) console.error(place)
if (found.length > 0) {
  console.error(`${String(found.length)} colours outside src-renderer/styles/tokens.css: use a token`)
  process.exitCode = 1
}
