// What the linter itself cannot see: colours outside styles/tokens.css (both themes and the wall take theirs from the
// tokens), and blanket `eslint-disable` comments, which would silence the very rule that forbids them.
import { globSync, readFileSync } from 'node:fs'
import { findColourLiterals } from './lint/colours.ts'
import { at, root } from './run.ts'

const read = (file: string): string => readFileSync(at(file), 'utf8')
const find = (pattern: string): string[] =>
  globSync(pattern, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()

const styled = find('src-renderer/**/*.{vue,css}').filter((file) => !file.endsWith('styles/tokens.css'))
const sources = find('{src-*,build,tests}/**/*.{ts,vue,js}')
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
