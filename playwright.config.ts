import { defineConfig } from '@playwright/test'
import { findChromium } from './build/ensure-chromium.ts'

const executablePath = findChromium()

/** Stories in a real browser: one after the other, no second try. Run through `npm run e2e`, which builds first. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  // Headed stories need a desktop: only when they are asked for by name, `npm run e2e -- wall.headed`.
  testIgnore: process.argv.some((word) => word.includes('.headed')) ? [] : ['**/*.headed.spec.ts'],
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      // Without a GPU the map draws by software, and Chromium asks to be told so.
      args: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    },
  },
})
