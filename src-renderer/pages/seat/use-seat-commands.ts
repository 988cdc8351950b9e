import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import { useTheme } from '#renderer/composables/index.ts'
import type { KeyBinding } from '#renderer/composables/index.ts'
import { pagesOf } from '#renderer/features/frame/index.ts'
import type { SeatPageName } from '#renderer/features/frame/index.ts'
import { useIntake } from '#renderer/features/intake/index.ts'
import type { Command } from '#renderer/features/search/index.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { i18n, locales, useText } from '#renderer/i18n/index.ts'
import type { MessageKey } from '#renderer/i18n/index.ts'

export interface SeatDeeds {
  readonly focusMap: () => void
  readonly showKeys: () => void
  readonly showWall: () => void
  readonly goTo: (page: SeatPageName) => void
}

interface Deed {
  readonly id: string
  readonly name: MessageKey
  readonly keys?: string
  /** The column it belongs to binds its key. */
  readonly boundElsewhere?: true
  readonly run: () => void
}

export interface SeatCommands {
  readonly all: ComputedRef<readonly Command[]>
  readonly keys: readonly KeyBinding[]
}

/** What can be done from anywhere on the seat: one list for the keys, their help and the command bar. */
export function useSeatCommands(deeds: SeatDeeds): SeatCommands {
  const { t, locale, setLocale } = useText()
  const { toggleTheme } = useTheme()
  const session = useSessionStore()
  const workbench = useWorkbenchStore()
  const intake = useIntake()

  const audit: Deed = { id: 'audit', name: 'search.command.audit', run: () => deeds.goTo('audit') }
  const devices: Deed = { id: 'devices', name: 'search.command.devices', run: () => deeds.goTo('devices') }
  const list: readonly Deed[] = [
    { id: 'new-case', name: 'search.command.newCase', keys: 'F2', boundElsewhere: true, run: () => void intake.newDraft() },
    { id: 'map', name: 'search.command.map', keys: 'F6', boundElsewhere: true, run: deeds.focusMap },
    { id: 'board', name: 'search.command.board', keys: 'Ctrl+Alt+B', run: () => deeds.goTo('board') },
    ...(pagesOf(session.signedIn?.posts ?? []).includes('audit') ? [audit] : []),
    ...(pagesOf(session.signedIn?.posts ?? []).includes('devices') ? [devices] : []),
    { id: 'seat', name: 'search.command.seat', keys: 'Ctrl+Alt+S', run: () => deeds.goTo('seat') },
    {
      id: 'outbox', name: 'search.command.outbox', keys: 'F7', run: () => {
        workbench.isTrayOpen = !workbench.isTrayOpen
      },
    },
    { id: 'wall', name: 'search.command.wall', keys: 'F8', run: deeds.showWall },
    { id: 'lock', name: 'search.command.lock', keys: 'Ctrl+Alt+L', run: () => void session.lock() },
    { id: 'sign-out', name: 'search.command.signOut', run: () => void session.signOut() },
    { id: 'theme', name: 'search.command.theme', run: toggleTheme },
    { id: 'language', name: 'search.command.language', run: () => setLocale(locale.value === 'en' ? 'zh-CN' : 'en') },
    { id: 'keys', name: 'search.command.keys', keys: '?', run: deeds.showKeys },
  ]
  const inBoth = (name: MessageKey): string[] => locales.map((one) => i18n.global.t(name, {}, { locale: one }))

  return {
    all: computed(() =>
      list.map(({ id, name, keys, run }) => {
        const command = { id, label: t(name), also: inBoth(name), run }
        return keys === undefined ? command : { ...command, keys }
      }),
    ),
    keys: list.flatMap(({ name, keys, boundElsewhere, run }): KeyBinding[] =>
      keys === undefined || boundElsewhere ? [] : [{ keys, label: () => t(name), run }],
    ),
  }
}
