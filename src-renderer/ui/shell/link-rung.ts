import type { MessageKey } from '#renderer/i18n/index.ts'
import type { Meaning } from '#renderer/styles/symbols.ts'

/** 链路梯: the four rungs stand in fixed places, in this order. */
export const linkRungs = ['normal', 'jitter', 'offline', 'catching-up'] as const
export type LinkRung = (typeof linkRungs)[number]

/** What a window can say of its link; `host-gone` is said by the window itself when the local service stops answering. */
export type LinkState = LinkRung | 'host-gone'

/** Link: 抖动 attention, 离线 overdue, 追平 unknown. */
export const rungMeaning: Readonly<Record<LinkState, Meaning>> = {
  'normal': 'normal', 'jitter': 'attention', 'offline': 'overdue', 'catching-up': 'unknown', 'host-gone': 'overdue',
}

export const rungWord = (state: LinkState): MessageKey => `link.rung.${state}`
