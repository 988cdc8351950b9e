// What the linter itself cannot see: colours outside styles/tokens.css (both themes and the wall take theirs from the
// tokens), and blanket `eslint-disable` comments, which would silence the very rule that forbids them.
import { globSync, readFileSync } from 'node:fs'
import { findColourLiterals } from './lint/colours.ts'

const root = new URL('..', import.meta.url).pathname
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8')

const styled = globSync('src-renderer/**/*.{vue,css}', { cwd: root }).filter((file) => !file.endsWith('styles/tokens.css'))
const sources = globSync('{src-*,build,tests}/**/*.{ts,vue,js}', { cwd: root })
const blanket = /(?:\/\*|<!--)\s*eslint-disable\s*(?:--[^\n]*)?(?:\*\/|-->)/

const found = [
  ...styled.flatMap((file) =>
    findColourLiterals(read(file), file).map(({ line, literal }) => `${file}:${String(line)}  ${literal}  use a token`),
  ),
  ...sources
    .filter((file) => !file.startsWith('tests/lint/') && blanket.test(read(file)))
    .map((file) => `${file}  eslint-disable without the names of rules`),
]
for (const place of found) console.error(place)
if (found.length > 0) process.exitCode = 1
