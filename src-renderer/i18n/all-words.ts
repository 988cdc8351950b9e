import { i18n } from './i18n.ts'
import type { MessageTree } from './shape.ts'

/** Every character the interface itself writes in the present language; what fonts are loaded for before the first picture. */
export function allWords(): string {
  const messages = i18n.global.messages.value
  return [...new Set(charactersOf(messages[i18n.global.locale.value]))].join('')
}

function charactersOf(tree: MessageTree | string): string {
  return typeof tree === 'string' ? tree : Object.values(tree).map(charactersOf).join('')
}
