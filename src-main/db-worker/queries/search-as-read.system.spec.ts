import { describe, it } from 'vitest'
import { searchAsRead } from '#tests/builders/searched-cases.ts'

describe('searching cases', () => {
  it('finds exactly what reading every text would find', () => {
    searchAsRead(25)
  })
})
