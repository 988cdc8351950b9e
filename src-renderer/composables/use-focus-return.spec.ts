import { afterEach, describe, expect, it } from 'vitest'
import { useFocusReturn } from './use-focus-return.ts'

const field = (id: string, value: string): HTMLInputElement => {
  const input = document.createElement('input')
  input.id = id
  input.value = value
  document.body.append(input)
  return input
}

describe('a key that jumps away', () => {
  afterEach(() => document.body.replaceChildren())

  it('returns to the exact caret at the second press', () => {
    const words = field('words', '井盖裂成两半，一半陷下去')
    const search = field('search', '')
    const { toggle } = useFocusReturn()
    words.focus()
    words.setSelectionRange(3, 6, 'backward')

    toggle(() => search)
    expect(document.activeElement).toBe(search)
    toggle(() => search)

    expect(document.activeElement).toBe(words)
    expect([words.selectionStart, words.selectionEnd, words.selectionDirection]).toEqual([3, 6, 'backward'])
  })

  it('finds the field again when the form was drawn anew meanwhile', () => {
    const words = field('words', '井盖')
    const search = field('search', '')
    const { toggle, goBack } = useFocusReturn()
    words.focus()
    words.setSelectionRange(1, 1)
    toggle(() => search)
    words.remove()
    const again = field('words', '井盖')

    expect(goBack()).toBe(true)

    expect(document.activeElement).toBe(again)
    expect(again.selectionStart).toBe(1)
  })

  it('stays where it is when the place came from is gone', () => {
    const words = field('', '井盖')
    const search = field('search', '')
    const { toggle, goBack } = useFocusReturn()
    words.focus()
    toggle(() => search)
    words.remove()

    expect(goBack()).toBe(false)

    expect(document.activeElement).toBe(search)
  })

  it('goes into the first control of a region', () => {
    const region = document.createElement('section')
    const button = document.createElement('button')
    region.append(button)
    document.body.append(region)

    useFocusReturn().toggle(() => region)

    expect(document.activeElement).toBe(button)
  })
})
