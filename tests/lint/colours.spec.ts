import { describe, expect, it } from 'vitest'
import { findColourLiterals } from '#build/lint/colours.ts'

const inCss = (text: string): string[] => findColourLiterals(text, 'src-renderer/ui/button.css').map(({ literal }) => literal)
const inVue = (text: string): string[] => findColourLiterals(text, 'src-renderer/ui/UiButton.vue').map(({ literal }) => literal)

describe('colours outside the tokens', () => {
  it('are found in a style sheet in every spelling', () => {
    expect(inCss('a { color: #fff; background: #12345678 }')).toEqual(['#fff', '#12345678'])
    expect(inCss('a { color: rgb(1 2 3); border: 1px solid red }')).toEqual(['rgb(1 2 3)', 'red'])
    expect(inCss('a { color: oklch(60% 0.1 200) }')).toEqual(['oklch(60% 0.1 200)'])
  })

  it('are found in style blocks, style attributes and quoted values of a component', () => {
    const component = '<template>\n<i style="color: #abc" :color="\'#ddeeff\'" />\n</template>\n<style scoped>\na { color: white }\n</style>'

    expect(findColourLiterals(component, 'src-renderer/ui/UiButton.vue')).toEqual([
      { line: 2, literal: '#abc' },
      { line: 2, literal: '#ddeeff' },
      { line: 5, literal: 'white' },
    ])
  })

  it('are not seen where a token, a name, a slot or an address is meant', () => {
    expect(inCss('.white-card { color: var(--ink); mask: url(#abc); /* red */ }')).toEqual([])
    expect(inCss('a { color: rgb(from var(--ink) r g b / 50%); color: currentColor; white-space: nowrap }')).toEqual([])
    expect(inVue('<template><b #add><a href="#detail">red</a></b></template>')).toEqual([])
    expect(inVue('<style>a { color: var(--ink) }</style>')).toEqual([])
  })
})
