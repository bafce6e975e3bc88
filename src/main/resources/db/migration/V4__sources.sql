-- Sources of several kinds, and options of their own, in place of one log's path among the request's fields.
UPDATE jobs SET
  rejected = (
    SELECT json_group_array(json_set(value, '$.file', replace(request ->> '$.source', 'file://', '')))
    FROM json_each(jobs.rejected)),
  asked = json_object(
    'source', json_object('path', asked ->> '$.path'),
    'options', json_remove(asked, '$.path', '$.dryRun')),
  request = json_object(
    'jobId', request ->> '$.jobId',
    'source', json_object('kind', 'logs', 'files', json_array(request ->> '$.source')),
    'filesystem', request ->> '$.filesystem',
    'scanTime', request ->> '$.scanTime',
    'scanTimeOrigin', request ->> '$.scanTimeOrigin',
    'options', json_remove(
      request, '$.jobId', '$.source', '$.filesystem', '$.scanTime', '$.scanTimeOrigin', '$.dryRun'));
