{{/* What all names begin with. */}}
{{- define "millrace.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains "millrace" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-millrace" .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "millrace.postgresql.clusterName" -}}
{{ include "millrace.fullname" . }}-postgresql
{{- end }}

{{- define "millrace.rabbitmq.clusterName" -}}
{{ include "millrace.fullname" . }}-rabbitmq
{{- end }}

{{/* What the pods of this release have in common, and nobody else's have. */}}
{{- define "millrace.instanceLabels" -}}
app.kubernetes.io/name: millrace
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/*
What selects the pods of one component; it never changes. Takes a list: the root, the component and, for workers, the pool.
*/}}
{{- define "millrace.selectorLabels" -}}
{{- $pool := index . 2 | default "" -}}
{{ include "millrace.instanceLabels" (index . 0) }}
app.kubernetes.io/component: {{ index . 1 }}
{{- if $pool }}
millrace.dev/pool: {{ $pool }}
{{- end }}
{{- end }}

{{/* All labels of an object; takes what selectorLabels takes. */}}
{{- define "millrace.labels" -}}
{{- $root := index . 0 -}}
{{ include "millrace.selectorLabels" . }}
app.kubernetes.io/version: {{ $root.Values.image.tag | default $root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: millrace
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Takes a list: the root, and job-api, job-worker or job-scheduler. */}}
{{- define "millrace.image" -}}
{{- $root := index . 0 -}}
{{- with $root.Values.image.registry }}{{ . }}/{{ end -}}
{{ $root.Values.image.repository }}/{{ index . 1 }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}
{{- end }}
