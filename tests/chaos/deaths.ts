import type { TestPlatform } from '#tests/e2e/support/index.ts'

/**
 * Starts a platform again that has ended by itself, and says so. A store that is gone is no reason to end: the platform answers
 * 503 and waits. Whoever kills one on purpose has it running again before this looks.
 */
export async function reviveDead(platform: Pick<TestPlatform, 'how' | 'restart'>, when: string): Promise<string[]> {
  const { how } = platform
  if (how === null) return []
  await platform.restart()
  return [`the platform died by itself (${String(how)}) ${when}`]
}
