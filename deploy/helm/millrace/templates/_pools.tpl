{{/* A pool with its defaults, as JSON. Queues are chosen as a whole. Takes a list: the root and the pool's name. */}}
{{- define "millrace.pool" -}}
{{- $root := index . 0 -}}
{{- $own := index $root.Values.workers.pools (index . 1) | default dict -}}
{{- $pool := mergeOverwrite (deepCopy $root.Values.workers.defaults) (deepCopy $own) -}}
{{- if hasKey $own "queues" -}}
{{- $_ := set $pool "queues" $own.queues -}}
{{- end -}}
{{- toJson $pool -}}
{{- end }}

{{/* As millrace.worker.queues has them: default:16,media:2. */}}
{{- define "millrace.queues" -}}
{{- $queues := list -}}
{{- range $queue, $slots := . -}}
{{- $queues = append $queues (printf "%s:%d" $queue (int $slots)) -}}
{{- end -}}
{{- join "," $queues -}}
{{- end }}
