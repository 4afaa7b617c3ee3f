{{/* One variable of a container from a key of a Secret. Takes a dict: name, secret, key, optional. */}}
{{- define "millrace.secretVariable" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
      {{- if .optional }}
      optional: true
      {{- end }}
{{- end }}

{{/*
Where a PostgreSQL of this release is, for the owner of a Secret. Kubernetes puts what a Secret holds in the place of $(NAME).
Takes a dict: root, name, secret.
*/}}
{{- define "millrace.ownPostgresql" -}}
{{ include "millrace.secretVariable" (dict "name" "POSTGRESQL_USERNAME" "secret" .secret "key" "username") }}
{{ include "millrace.secretVariable" (dict "name" "POSTGRESQL_PASSWORD" "secret" .secret "key" "password") }}
- name: {{ .name }}
  value: postgresql://$(POSTGRESQL_USERNAME):$(POSTGRESQL_PASSWORD)@{{ include "millrace.postgresql.clusterName" .root }}-rw:5432/{{ .root.Values.postgresql.cluster.database }}?sslmode=verify-full&sslrootcert=/etc/millrace/postgresql/ca.crt
{{- end }}

{{/* What the migration is told: only where the owner of the schema signs in. */}}
{{- define "millrace.migrationEnvironment" -}}
{{- $postgresql := .Values.postgresql -}}
{{- if $postgresql.cluster.enabled -}}
{{ include "millrace.ownPostgresql" (dict "root" . "name" "MILLRACE_PG_MIGRATION_URL" "secret" (printf "%s-app" (include "millrace.postgresql.clusterName" .))) }}
{{- else -}}
{{- $url := ternary $postgresql.migrationUrl $postgresql.url (ne $postgresql.migrationUrl.secret "") -}}
{{ include "millrace.secretVariable" (dict "name" "MILLRACE_PG_MIGRATION_URL" "secret" $url.secret "key" $url.key) }}
{{- end }}
- name: MILLRACE_MIGRATION_MODE
  value: only
{{- with .Values.javaOptions }}
- name: MILLRACE_JAVA_OPTS
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{/* What every service is told. */}}
{{- define "millrace.serviceEnvironment" -}}
{{- $postgresql := .Values.postgresql -}}
{{- if $postgresql.cluster.enabled -}}
{{ include "millrace.ownPostgresql" (dict "root" . "name" "MILLRACE_PG_URL" "secret" ($postgresql.cluster.serviceRole.secret | default (printf "%s-app" (include "millrace.postgresql.clusterName" .)))) }}
{{- else -}}
{{ include "millrace.secretVariable" (dict "name" "MILLRACE_PG_URL" "secret" $postgresql.url.secret "key" $postgresql.url.key) }}
{{- end }}
{{- $rabbitmq := .Values.rabbitmq -}}
{{- $cluster := include "millrace.rabbitmq.clusterName" . -}}
{{- $secret := printf "%s-default-user" $cluster -}}
{{- if and $rabbitmq.cluster.enabled $rabbitmq.cluster.tlsSecret }}
{{ include "millrace.secretVariable" (dict "name" "RABBITMQ_USERNAME" "secret" $secret "key" "username") }}
{{ include "millrace.secretVariable" (dict "name" "RABBITMQ_PASSWORD" "secret" $secret "key" "password") }}
- name: MILLRACE_AMQP_URL
  value: amqps://$(RABBITMQ_USERNAME):$(RABBITMQ_PASSWORD)@{{ $cluster }}.{{ .Release.Namespace }}.svc:5671/%2F?cacertfile=/etc/millrace/rabbitmq/ca.crt
{{- else if $rabbitmq.cluster.enabled }}
{{ include "millrace.secretVariable" (dict "name" "MILLRACE_AMQP_URL" "secret" $secret "key" "connection_string") }}
{{- else }}
{{ include "millrace.secretVariable" (dict "name" "MILLRACE_AMQP_URL" "secret" $rabbitmq.url.secret "key" $rabbitmq.url.key) }}
{{- end }}
- name: MILLRACE_MIGRATION_MODE
  value: check
- name: QUARKUS_HTTP_HOST
  value: 0.0.0.0
- name: QUARKUS_HTTP_PORT
  value: "8080"
{{- with .Values.javaOptions }}
- name: MILLRACE_JAVA_OPTS
  value: {{ . | quote }}
{{- end }}
{{- with .Values.encryption }}
{{- if .secret }}
{{ include "millrace.secretVariable" (dict "name" "MILLRACE_ENCRYPTION_KEYS" "secret" .secret "key" .key) }}
{{- with .currentKey }}
- name: MILLRACE_ENCRYPTION_CURRENT_KEY
  value: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.monitoring.tracing.endpoint }}
- name: MILLRACE_TRACING_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- end }}
