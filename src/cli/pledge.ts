#!/usr/bin/env node
/** `pledge <command>`. What it loads is kept compiled from the second call on: so the keeping begins before anything is loaded. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./main.ts');
