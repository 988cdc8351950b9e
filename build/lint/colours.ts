export interface ColourLiteral {
  readonly line: number
  readonly literal: string
}

const NAMED =
  'white|black|red|green|blue|yellow|orange|purple|pink|gr[ae]y|silver|gold|brown|cyan|magenta|navy|teal|maroon|lime|olive'
const HEX = /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b/gi
const FUNCTION = /\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\((?!\s*(?:from\s+)?var\()[^)]*\)/gi
const NAMED_VALUE = new RegExp(`(?<=:[^;{}]*[\\s:,(])(?:${NAMED})(?=[\\s;,)!]|$)`, 'gi')
const QUOTED_HEX = /(?<=['"`])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?=['"`])/gi

/**
 * Colours written as such in a style sheet, or in a component's style blocks, style attributes and quoted values.
 * `#add` as a slot's or an element's name is none: in a template only quoted values and style attributes count.
 */
export function findColourLiterals(source: string, file: string): ColourLiteral[] {
  const css = file.endsWith('.css') ? blankComments(source) : onlyStyles(source)
  const found = [...matches(css, HEX), ...matches(css, FUNCTION), ...matches(css, NAMED_VALUE)]
  if (!file.endsWith('.css')) {
    const rest = blankBlocks(source)
    found.push(...matches(rest, QUOTED_HEX), ...matches(rest, FUNCTION))
  }
  return found.sort((a, b) => a.offset - b.offset).map(({ offset, literal }) => ({ line: lineAt(source, offset), literal }))
}

const STYLE_BLOCK = /<style\b[^>]*>([\s\S]*?)<\/style>/dg
const STYLE_ATTRIBUTE = /(?<!:)\bstyle="([^"]*)"/dg

/** The text with all but style blocks and style attributes blanked, so that offsets stay. */
function onlyStyles(source: string): string {
  let kept = blank(source)
  for (const pattern of [STYLE_BLOCK, STYLE_ATTRIBUTE]) {
    for (const match of source.matchAll(pattern)) {
      const [start, end] = match.indices?.[1] ?? [0, 0]
      kept = kept.slice(0, start) + source.slice(start, end) + kept.slice(end)
    }
  }
  return blankComments(kept)
}

function blankBlocks(source: string): string {
  return source.replace(STYLE_BLOCK, blank).replace(/<!--[\s\S]*?-->/g, blank)
}

function blankComments(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/url\([^)]*\)/g, blank)
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

function matches(text: string, pattern: RegExp): { offset: number; literal: string }[] {
  return [...text.matchAll(pattern)].map((match) => ({ offset: match.index, literal: match[0] }))
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length
}
