import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "node_modules/**",
      "artifacts/**",
      "cache/**",
      "coverage/**",
      "reports/**",
      "**/dist/**",
      "typechain-types/**",
      "indexer/.ponder/**",
      // Ponder writes it whenever it starts.
      "indexer/ponder-env.d.ts",
      "sdk/src/abi/**",
      // Compiled, strictly, in an empty project by test/sdk/tarball.test.ts: here nothing resolves them.
      "sdk/examples/**",
      "**/*.js",
      "**/*.mjs",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    // chai's assertions are property accesses.
    files: ["test/**"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
);
