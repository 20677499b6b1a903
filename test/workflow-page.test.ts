import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatWorkflowPage, WORKFLOW_PAGE } from '../scripts/workflow-page.ts';

describe('docs/workflows.md', () => {
  it('says what the workflows say ("npm run docs" makes it anew)', () => {
    const page = readFileSync(join(import.meta.dirname, '..', WORKFLOW_PAGE), 'utf8');
    expect(page).toBe(formatWorkflowPage());
  });
});
