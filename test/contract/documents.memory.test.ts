import { memoryDocuments } from '../../server/adapters/memory/documents';
import { CONTRACT_COLLECTIONS, documentsContract } from './documents';

documentsContract('memory', async () => memoryDocuments(CONTRACT_COLLECTIONS));
