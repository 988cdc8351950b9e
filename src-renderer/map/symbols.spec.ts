import { describe, expect, it } from 'vitest'
import { symbolName, symbolPaint } from './symbols.ts'

const token = (name: string): string => `<${name}>`

describe('a symbol on the map', () => {
  it('of a case takes the colour of its meaning, of an object never', () => {
    expect(symbolPaint('overdue', 'fresh', token).fill).toBe('<st-overdue-fill>')
    expect(symbolPaint('emergency', 'fresh', token).fill).toBe('<st-emergency-fill>')
    for (const kind of ['inspector', 'vehicle', 'camera', 'component'] as const) {
      expect(JSON.stringify(symbolPaint(kind, 'fresh', token))).not.toContain('st-')
    }
  })

  it('draws the border of attention, whose fill alone is too pale on light ground', () => {
    expect(symbolPaint('attention', 'fresh', token).stroke).toBe('<st-attention-border>')
  })

  it('whose position is old is hollow and dashed under a name of its own', () => {
    expect(symbolPaint('inspector', 'stale', token)).toEqual({ fill: '<map-ground>', stroke: '<st-unknown-border>', width: 2, dash: [3, 2] })
    expect(symbolName('inspector', 'stale')).toBe('inspector-stale')
  })
})
