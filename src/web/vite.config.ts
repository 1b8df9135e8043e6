import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Every page lies at a depth of its own, so the assets are named from the root.
  base: '/',
  plugins: [react()],
  // While the desk is worked on: the API of `attest serve --port 4777`, which answers to its own name and token alone.
  server: {
    proxy: {
      '/api': {
        target: 'http://127.0.0.1:4777',
        changeOrigin: true,
        headers: { Authorization: `Bearer ${process.env.ATTEST_TOKEN ?? ''}` },
      },
    },
  },
  build: {
    outDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // The Content-Security-Policy takes scripts and workers from files only.
    assetsInlineLimit: 0,
    // The map is one lazy chunk of a megabyte, as it comes.
    chunkSizeWarningLimit: 1200,
  },
});
