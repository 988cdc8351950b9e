import { describe, it } from 'vitest'
import { keepFigures } from '#tests/builders/kept-figures.ts'

describe('figures kept while cases change', () => {
  it('are what counting every stored row anew gives, own acts included, after any sequence of writes', () => {
    keepFigures(20)
  })
})
