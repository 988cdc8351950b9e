/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const tokens = readFileSync('src-renderer/styles/tokens.css', 'utf8')
const sources = globSync('src-renderer/**/*.{vue,css}').map((file) => [file, readFileSync(file, 'utf8')] as const)

describe('in forced colours', () => {
  it('what is chosen is marked by a picture, which they leave, in place of a background, which they take away', () => {
    const [, forced] = /@media \(forced-colors: active\) \{([^\n]*)\}/.exec(tokens) ?? []

    expect(forced).toMatch(/:root\[data-theme\] \{ --select: linear-gradient\(/)
    // Later than the themes, whose selectors weigh as much.
    expect(tokens.indexOf('forced-colors')).toBeGreaterThan(tokens.lastIndexOf('--select: #'))
  })

  it('no part of a window asks for the mark as a colour, where a picture would be no mark at all', () => {
    const asColour = sources.filter(([, css]) => /background-color:\s*var\(--select\)/.test(css)).map(([file]) => file)

    expect(asColour).toEqual([])
  })
})
