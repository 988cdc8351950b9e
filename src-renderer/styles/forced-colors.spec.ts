/// <reference types="node" />
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const base = readFileSync('src-renderer/styles/base.css', 'utf8')

describe('in forced colours', () => {
  it.each(['[aria-current]', "[aria-selected='true']", "[aria-checked='true']", "[aria-pressed='true']"])(
    'what is chosen has a line around it, for its background is taken away: %s',
    (chosen) => {
      const [, selectors = ''] = /@media \(forced-colors: active\) \{[^{}]*:is\(([^{}]*)\) \{ outline: 2px solid Highlight;/.exec(base) ?? []

      expect(selectors).toContain(chosen)
    },
  )
})
