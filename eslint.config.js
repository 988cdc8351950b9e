import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'
import { hall } from './build/lint/index.js'
import { isOneRun, wholeProgramParser } from './build/lint/whole-program.js'

const specs = ['**/*.spec.ts', 'tests/**/*.ts']
const javascript = ['**/*.{js,mjs,cjs}']
const noDefault = { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true }
/** Undefined in an editor, whose files change while ESLint runs. */
const wholeProgram = isOneRun() ? `${import.meta.dirname}/tsconfig.json` : undefined
const needTypes = ['@typescript-eslint/no-unnecessary-condition', '@typescript-eslint/switch-exhaustiveness-check']

export default defineConfig(
  { ignores: ['out/**', 'dist/**', 'coverage/**', 'test-results/**', 'playwright-report/**', 'resources/**', '.hall/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  vue.configs['flat/recommended'],
  prettier,

  {
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.vue'], wholeProgram },
    },
    plugins: { hall },
    rules: {
      // types
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'eqeqeq': ['error', 'always', { null: 'ignore' }], // `== null` asks for null and undefined at once
      'no-console': 'error',

      // the house
      'hall/import-arrows': 'error',
      'hall/package-owners': 'error',
      'hall/electron-parity': 'error',
      'hall/no-silent-catch': 'error',
      'hall/suppression-reason': 'error',
      'hall/function-lines': ['error', { max: 60, outerMax: 120 }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: noDefault }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],

      // hand-written layout, checked instead of formatted
      'max-len': ['error', { code: 130, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
      'quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: false }],
      'semi': ['error', 'never', { beforeStatementContinuationChars: 'always' }],
    },
  },

  { files: ['**/*.ts'], languageOptions: { parser: wholeProgramParser } },

  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: wholeProgramParser } },
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/no-v-html': 'error',
      'vue/require-default-prop': 'off', // types say which props are optional
      'max-len': 'off', // long attribute lists and class lists
      'no-irregular-whitespace': 'off', // a full-width space is right in Chinese text
      'vue/no-irregular-whitespace': ['error', { skipTemplates: true, skipHTMLAttributeValues: true, skipHTMLTextContents: true }],
    },
  },

  // These run by hand or in a terminal: their output is what they are for.
  { files: ['build/**', 'tests/bench/**', 'src-platform/import/**', '.ci/**'], rules: { 'no-console': 'off' } },

  // The tools that read these ask for a default export.
  { files: ['**/*.config.{ts,js}'], rules: { 'no-restricted-exports': 'off' } },

  {
    files: specs,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'hall/function-lines': 'off',
    },
  },

  { files: javascript, extends: [ts.configs.disableTypeChecked], rules: Object.fromEntries(needTypes.map((rule) => [rule, 'off'])) },
)
