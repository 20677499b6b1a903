/** Runs @actions/artifact for artifacts.test.ts. */
import { DefaultArtifactClient, type FindOptions } from '@actions/artifact';
import { answerCalls } from './official-client.ts';

interface ArtifactCall extends FindOptions {
  readonly do: 'upload' | 'list' | 'get' | 'download' | 'delete';
  readonly name: string;
  readonly id: number;
  readonly files: string[];
  readonly root: string;
  readonly path: string;
  readonly skipArchive?: boolean;
  readonly retentionDays?: number;
  readonly expectedHash?: string;
}

const client = new DefaultArtifactClient();

await answerCalls((call: ArtifactCall): Promise<unknown> => {
  const { findBy, skipArchive, retentionDays, path, expectedHash } = call;
  const find = findBy === undefined ? {} : { findBy };
  switch (call.do) {
    case 'upload':
      return client.uploadArtifact(call.name, call.files, call.root, {
        ...(skipArchive === undefined ? {} : { skipArchive }),
        ...(retentionDays === undefined ? {} : { retentionDays }),
      });
    case 'list':
      return client.listArtifacts(find);
    case 'get':
      return client.getArtifact(call.name, find);
    case 'download':
      return client.downloadArtifact(call.id, {
        ...find,
        path,
        ...(expectedHash === undefined ? {} : { expectedHash }),
      });
    case 'delete':
      return client.deleteArtifact(call.name, find);
  }
});
