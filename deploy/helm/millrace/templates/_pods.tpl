{{/* Where a CA comes from: "secret", "configMap" or nothing. */}}
{{- define "millrace.caVolume" -}}
{{- if .secret }}
- name: {{ .volume }}
  secret:
    secretName: {{ .secret }}
    items:
      - key: {{ .key }}
        path: ca.crt
{{- else if .configMap }}
- name: {{ .volume }}
  configMap:
    name: {{ .configMap }}
    items:
      - key: {{ .key }}
        path: ca.crt
{{- end }}
{{- end }}

{{/* The CA of each server that has one, as JSON: a list of dicts with volume, directory, secret, configMap, key. */}}
{{- define "millrace.authorities" -}}
{{- $found := list -}}
{{- $postgresql := .Values.postgresql.ca -}}
{{- if .Values.postgresql.cluster.enabled -}}
{{- $postgresql = dict "secret" (printf "%s-ca" (include "millrace.postgresql.clusterName" .)) "configMap" "" "key" "ca.crt" -}}
{{- end -}}
{{- range $server, $ca := dict "postgresql" $postgresql "rabbitmq" .Values.rabbitmq.ca -}}
{{- if or $ca.secret $ca.configMap -}}
{{- $found = append $found (merge (dict "volume" (printf "%s-ca" $server) "directory" $server) $ca) -}}
{{- end -}}
{{- end -}}
{{- toJson $found -}}
{{- end }}

{{- define "millrace.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end }}

{{/*
A pod of a service, or of the migration. Takes a dict: root, component, pool (or ""), image, environment (YAML), settings
(resources, extraEnv, nodeSelector, ...), gracePeriod and preStop in seconds, service (whether it serves).
*/}}
{{- define "millrace.pod" -}}
{{- $root := .root -}}
{{- $authorities := include "millrace.authorities" $root | fromJsonArray -}}
metadata:
  labels:
    {{- include "millrace.labels" (list $root .component .pool) | nindent 4 }}
  {{- with .settings.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "millrace.fullname" $root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with $root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  securityContext:
    {{- toYaml $root.Values.podSecurityContext | nindent 4 }}
  {{- if .service }}
  terminationGracePeriodSeconds: {{ .gracePeriod }}
  {{- else }}
  restartPolicy: Never
  {{- end }}
  {{- with .settings.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .settings.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .settings.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .settings.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .service }}
  topologySpreadConstraints:
    {{- $labels := include "millrace.selectorLabels" (list $root .component .pool) }}
    {{- range $root.Values.topologySpread.topologyKeys }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: {{ $root.Values.topologySpread.whenUnsatisfiable }}
      labelSelector:
        matchLabels:
          {{- $labels | nindent 10 }}
      # Pods of an earlier release, which are about to go, do not count.
      matchLabelKeys:
        - pod-template-hash
    {{- end }}
  {{- end }}
  containers:
    - name: {{ .component }}
      image: {{ .image }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      env:
        {{- .environment | trim | nindent 8 }}
        {{- with $root.Values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- with .settings.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- if .service }}
      ports:
        - name: http
          containerPort: 8080
      # It has started within two minutes, or is started anew. PostgreSQL and RabbitMQ may be away meanwhile.
      startupProbe:
        httpGet:
          path: /q/health/started
          port: http
        periodSeconds: 2
        timeoutSeconds: 5
        failureThreshold: 60
      livenessProbe:
        httpGet:
          path: /q/health/live
          port: http
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet:
          path: /q/health/ready
          port: http
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 3
      {{- if gt (int .preStop) 0 }}
      lifecycle:
        preStop:
          sleep:
            seconds: {{ .preStop }}
      {{- end }}
      {{- end }}
      resources:
        {{- toYaml .settings.resources | nindent 8 }}
      securityContext:
        {{- include "millrace.containerSecurity" $root | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- range $authorities }}
        - name: {{ .volume }}
          mountPath: /etc/millrace/{{ .directory }}
          readOnly: true
        {{- end }}
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: {{ $root.Values.temporarySpace }}
    {{- range $authorities }}
    {{- include "millrace.caVolume" . | trim | nindent 4 }}
    {{- end }}
{{- end }}
